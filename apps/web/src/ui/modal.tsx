import { type ReactNode, useEffect, useRef } from 'react';

export interface ModalProps {
  readonly label: string;
  readonly width: number;
  /** Asked to close, by Escape. The owner decides. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Keep to one edge, so that the graph stays in sight; in the middle otherwise. */
  readonly side?: 'left' | 'right';
  readonly className?: string;
}

/**
 * The browser's own dialog: focus stays inside, Escape asks to close, focus goes back to where it was. It starts on the
 * dialog itself, so that nothing is chosen before the person chooses.
 */
export function Modal({ label, width, onClose, children, side, className = '' }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.focus();
    // A second Escape without any other input closes a dialog without asking.
    const closed = () => close.current();
    dialog?.addEventListener('close', closed);
    return () => {
      dialog?.removeEventListener('close', closed);
      dialog?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={`dialog ${side === undefined ? '' : `side-${side}`} ${className}`}
      aria-label={label}
      tabIndex={-1}
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
