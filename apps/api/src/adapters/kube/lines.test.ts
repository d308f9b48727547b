import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTooLongError, readLines } from './lines.ts';

async function linesOf(chunks: readonly Uint8Array[], maxChars = 1_000): Promise<string[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of readLines(source(), maxChars)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('S4: lines come whole however the stream is cut, also within a character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\n') && text.trim() !== ''),
        ),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
          expect(await linesOf(chunks, 100_000)).toEqual(lines);
        },
      ),
    );
  });

  it('S4: a last line without its end is incomplete and is dropped', async () => {
    expect(await linesOf([Buffer.from('{"a":1}\n\n{"b":')])).toEqual(['{"a":1}']);
  });

  it('S4: a line without an end does not fill the memory', async () => {
    await expect(linesOf([Buffer.from('x'.repeat(600)), Buffer.from('x'.repeat(600))])).rejects.toThrow(
      LineTooLongError,
    );
  });
});
