import { vi } from 'vitest';

/** Stands in for the browser's EventSource; a test opens, breaks and feeds it. */
export class FakeEventSource extends EventTarget {
  static readonly all: FakeEventSource[] = [];
  readonly url: string;
  closed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.onopen?.();
  }
  fail(): void {
    this.onerror?.();
  }
  send(name: string, data: unknown): void {
    this.sendText(name, JSON.stringify(data));
  }
  sendText(name: string, text: string): void {
    this.dispatchEvent(new MessageEvent(name, { data: text }));
  }
}

/** Puts the fake in place. The last one that was made is the one in use. */
export function fakeEventSources(): { readonly last: () => FakeEventSource; readonly count: () => number } {
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  return {
    last: () => {
      const last = FakeEventSource.all.at(-1);
      if (last === undefined) throw new Error('no stream was opened');
      return last;
    },
    count: () => FakeEventSource.all.length,
  };
}
