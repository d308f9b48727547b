import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** Copies text and says that it did. */
export function CopyButton({
  text,
  label,
  children,
}: {
  readonly text: () => string;
  readonly label: string;
  readonly children?: string;
}) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setState('done'),
      () => setState('failed'),
    );
  const Icon = state === 'done' ? Check : Copy;
  return (
    <Button look="quiet" size="small" square={children === undefined} aria-label={label} onClick={() => void copy()}>
      <Icon className="icon" size={14} aria-hidden="true" />
      {children !== undefined && (
        <span aria-live="polite">
          {state === 'done' ? 'Copied' : state === 'failed' ? 'The browser refused' : children}
        </span>
      )}
    </Button>
  );
}
