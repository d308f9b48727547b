/** What istiod's webhook finds: errors deny the write, warnings go along with it. */
export interface Findings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** istiod shows a single error as a list of one where the rule collects its errors itself. */
  readonly listed?: boolean;
}

export const NOTHING: Findings = { errors: [], warnings: [] };

export const error = (text: string): Findings => ({ errors: [text], warnings: [] });
export const listedError = (text: string): Findings => ({ errors: [text], warnings: [], listed: true });
export const warning = (text: string): Findings => ({ errors: [], warnings: [text] });

/** The findings in order. */
export function all(...findings: readonly Findings[]): Findings {
  return {
    errors: findings.flatMap(({ errors }) => errors),
    warnings: findings.flatMap(({ warnings }) => warnings),
    listed: findings.some(({ listed }) => listed === true),
  };
}

/** The finding if the condition holds. */
export const when = (condition: boolean, text: string): Findings => (condition ? error(text) : NOTHING);

/** What denies the write, as the webhook's answer has it: one error bare, several as a list. */
export function denialOf({ errors, listed }: Findings): string | undefined {
  if (errors.length === 0 || (errors.length === 1 && listed !== true)) return errors[0];
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  return `${count} occurred:\n${errors.map((text) => `\t* ${text}\n`).join('')}\n`;
}
