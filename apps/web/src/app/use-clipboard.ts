import { useCallback } from 'react';

/** Copies text and says whether it did. */
export function useClipboard(say: (text: string) => void): (text: string, said?: string) => void {
  return useCallback(
    (text, said = 'Copied') => {
      navigator.clipboard.writeText(text).then(
        () => say(said),
        () => say('The browser did not allow copying'),
      );
    },
    [say],
  );
}
