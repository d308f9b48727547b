import { type ReactNode, useEffect, useRef } from 'react';

export interface ModalProps {
  readonly label: string;
  readonly width: number;
  /** Asked to close, by Escape or by the scrim. The owner decides. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Keep to the right edge, so that the graph stays in sight. */
  readonly side?: boolean;
}

/** The browser's own dialog: focus stays inside, Escape asks to close, focus goes back to where it was. */
export function Modal({ label, width, onClose, children, side = false }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-label={label}
      style={{ width, ...(side ? { marginRight: 28, marginTop: 20 } : {}) }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
