/** FNV-1a over the text's UTF-16 units, 32 bits. */
export function fnv1a(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The characters of generated names: no vowels, nothing that looks like something else (research/istio-kubernetes.md 7). */
export const SAFE_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A number in the safe alphabet as Kubernetes writes template hashes: each digit's character code modulo the alphabet's length. */
export const safeEncode = (value: number): string =>
  [...String(value)].map((digit) => SAFE_CHARACTERS[digit.charCodeAt(0) % SAFE_CHARACTERS.length] ?? '').join('');

/** Five characters that stand for the text, as at the end of a pod's name. */
export function safeSuffix(text: string): string {
  let rest = fnv1a(text);
  let suffix = '';
  for (let i = 0; i < 5; i++) {
    suffix += SAFE_CHARACTERS[rest % SAFE_CHARACTERS.length] ?? '';
    rest = Math.floor(rest / SAFE_CHARACTERS.length);
  }
  return suffix;
}

/** A UUID that stands for the text. */
export function uidOf(text: string): string {
  const words = [1, 2, 3, 4].map((salt) =>
    fnv1a(`${text}#${salt}`, fnv1a(String(salt)))
      .toString(16)
      .padStart(8, '0'),
  );
  const hex = words.join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
