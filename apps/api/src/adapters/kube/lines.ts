/** A line longer than an API server may send: objects are limited to about 3 MB. */
export class LineTooLongError extends Error {}

/** The non-empty lines of a UTF-8 byte stream. A last line without its newline is incomplete, and is dropped. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxChars: number): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restChars = 0;
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = rest.join('') + text.slice(start, end);
      rest = [];
      restChars = 0;
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < text.length) {
      rest.push(text.slice(start));
      restChars += text.length - start;
    }
    if (restChars > maxChars) throw new LineTooLongError(`A line of the watch is longer than ${maxChars} characters.`);
  }
}
