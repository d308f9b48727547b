import { ChevronRight, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

export interface MenuItemProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly shortcut?: string;
  /** Why it is not possible: the item stays, can be reached, and says so (W1). */
  readonly obstacle?: string | undefined;
  readonly detail?: string | undefined;
  readonly onSelect: () => void;
}

export function MenuItem({ icon: Icon, label, shortcut, obstacle, detail, onSelect }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className="menu-item"
      {...(obstacle === undefined ? {} : { 'aria-disabled': true })}
      onSelect={(event) => {
        if (obstacle === undefined) onSelect();
        else event.preventDefault();
      }}
    >
      <Icon className="icon" size={16} aria-hidden="true" />
      <span className="grow">
        {label}
        {(obstacle ?? detail) !== undefined && <small>{obstacle ?? detail}</small>}
      </span>
      {shortcut !== undefined && obstacle === undefined && <span className="kbd">{shortcut}</span>}
    </DropdownMenu.Item>
  );
}

export function SubMenu({
  icon: Icon,
  label,
  children,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item">
        <Icon className="icon" size={16} aria-hidden="true" />
        <span className="grow">{label}</span>
        <ChevronRight className="icon" size={14} aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        {/* Its first item stands beside the one that opens it: the pointer goes straight across. */}
        <DropdownMenu.SubContent className="menu" sideOffset={3} alignOffset={-6} collisionPadding={8}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

export const MenuSeparator = () => <DropdownMenu.Separator className="menu-separator" />;

export interface MenuAtPointProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly onClose: () => void;
  /** Called in the frame in which the menu is on screen. */
  readonly onShown?: () => void;
  readonly children: ReactNode;
}

/** A menu that opens at a point of the page, for a right click. Not modal: nothing behind it is touched. */
export function MenuAtPoint({ at, label, onClose, onShown, children }: MenuAtPointProps) {
  const content = useRef<HTMLDivElement>(null);
  useFirstFrameOf(content, onShown);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" aria-hidden="true" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={content}
          className="menu"
          aria-label={label}
          align="start"
          side="bottom"
          sideOffset={2}
          collisionPadding={8}
          loop
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The menu is made first and placed after that: waits for the frame in which it stands where it will be seen. */
function useFirstFrameOf(element: RefObject<HTMLElement | null>, onShown: (() => void) | undefined): void {
  const shown = useRef(onShown);
  shown.current = onShown;
  useEffect(() => {
    const look = () => {
      const box = element.current?.getBoundingClientRect();
      if (box === undefined || box.bottom <= 0) frame = requestAnimationFrame(look);
      else shown.current?.();
    };
    let frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [element]);
}
