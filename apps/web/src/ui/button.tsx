import type { ComponentProps } from 'react';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'normal' | 'primary' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
  /** Square, for a single icon; needs an `aria-label`. */
  readonly square?: boolean;
  /** Why the button cannot be pressed: it stays visible and focusable, and says so (W1). */
  readonly obstacle?: string | undefined;
}

export function Button({
  look = 'normal',
  size = 'normal',
  square = false,
  obstacle,
  className,
  onClick,
  title,
  ...rest
}: ButtonProps) {
  const classes = ['btn', look, size, square ? 'square' : '', className ?? ''].filter(
    (name) => name !== '' && name !== 'normal',
  );
  return (
    <button
      type="button"
      className={classes.join(' ')}
      title={obstacle ?? title}
      {...(obstacle === undefined ? {} : { 'aria-disabled': true })}
      onClick={obstacle === undefined ? onClick : undefined}
      {...rest}
    />
  );
}
