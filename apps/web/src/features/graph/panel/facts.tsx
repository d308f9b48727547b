import type { ReactNode } from 'react';

/** Names and values in two columns. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>;

export interface FactProps {
  readonly name: string;
  /** Labels and identifiers. */
  readonly mono?: boolean;
  readonly children: ReactNode;
}

export const Fact = ({ name, mono = false, children }: FactProps) => (
  <div className="fact-pair">
    <dt className={mono ? 'mono cut' : ''} title={name}>
      {name}
    </dt>
    <dd className={mono ? 'mono' : ''}>{children}</dd>
  </div>
);
