import { type ReactNode, useCallback, useEffect, useState } from 'react';

/** A short sentence that goes by itself. */
export function useToast(): readonly [ReactNode, (text: string) => void] {
  const [said, setSaid] = useState<{ readonly text: string } | undefined>(undefined);
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 3500);
    return () => clearTimeout(timer);
  }, [said]);
  const say = useCallback((text: string) => setSaid({ text }), []);
  const toast = (
    <div role="status" aria-live="polite">
      {said !== undefined && <div className="toast">{said.text}</div>}
    </div>
  );
  return [toast, say];
}
