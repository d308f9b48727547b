/** Tokens of JSON that is known to be JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Container {
  readonly isList: boolean;
  readonly path: string;
  readonly seen: Set<string>;
  /** The member or index that comes next. */
  step: string;
  index: number;
  expectsKey: boolean;
}

const pathOf = (container: Container | undefined): string => {
  if (container === undefined) return '';
  if (container.isList) return `${container.path}[${container.index}]`;
  return container.path === '' ? container.step : `${container.path}.${container.step}`;
};

/** Paths of members that stand twice in an object of the text, which must be JSON: parsers keep the last one and say nothing. */
export function duplicateFields(text: string): readonly string[] {
  const duplicates: string[] = [];
  const stack: Container[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const top = stack.at(-1);
    if (token === '{' || token === '[') {
      const isList = token === '[';
      stack.push({ isList, path: pathOf(top), seen: new Set(), step: '', index: 0, expectsKey: !isList });
    } else if (token === '}' || token === ']') stack.pop();
    else if (top === undefined) continue;
    else if (token === ',') {
      top.index += 1;
      top.expectsKey = !top.isList;
    } else if (top.expectsKey && token !== ':') {
      top.step = JSON.parse(token) as string;
      top.expectsKey = false;
      if (top.seen.has(top.step)) duplicates.push(pathOf(top));
      top.seen.add(top.step);
    }
  }
  return duplicates;
}
