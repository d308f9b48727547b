import type { NamespaceSummary } from '@weir/shared';
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { formatPlural } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';

/** What is chosen: names, all there are (also those to come), or undefined for all but the system's own. */
export type NamespaceChoice = 'all' | readonly string[] | undefined;

export interface NamespacePickerProps {
  readonly namespaces: readonly NamespaceSummary[];
  readonly choice: NamespaceChoice;
  /** The names that the choice comes to. */
  readonly chosen: readonly string[];
  readonly onChoose: (choice: NamespaceChoice) => void;
}

/** Which namespaces the graph shows. The system's own are there too, apart from the others. */
export function NamespacePicker({ namespaces, choice, chosen, onChoose }: NamespacePickerProps) {
  const [filter, setFilter] = useState('');
  const selected = new Set(chosen);
  const wanted = filter.trim().toLowerCase();
  const shown = [...namespaces]
    .filter((namespace) => namespace.name.includes(wanted))
    .sort((a, b) => Number(a.system) - Number(b.system));
  // A link may name one that is not there (any more): it must be possible to let it go.
  const unknown = chosen.filter((name) => name.includes(wanted) && !namespaces.some((item) => item.name === name));
  const toggle = (name: string) =>
    onChoose(selected.has(name) ? chosen.filter((other) => other !== name) : [...chosen, name].sort());
  return (
    <Popover.Root onOpenChange={() => setFilter('')}>
      <Popover.Trigger className="context-button">
        <span className="muted">Namespaces</span>
        <TriggerWords choice={choice} chosen={chosen} />
        <ChevronDown className="icon" size={12} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover namespace-popover" align="start" sideOffset={6} aria-label="Namespaces">
          <div className="field namespace-filter">
            <input
              placeholder="Find a namespace"
              aria-label="Find a namespace"
              autoComplete="off"
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              onKeyDown={(event) => {
                const [first] = shown;
                if (event.key === 'Enter' && wanted !== '' && first !== undefined) onChoose([first.name]);
              }}
            />
          </div>
          <ul className="namespace-list">
            {unknown.map((name) => (
              <NamespaceRow key={name} name={name} detail="not found" checked onToggle={toggle} onOnly={onChoose} />
            ))}
            {shown.map((namespace) => (
              <NamespaceRow
                key={namespace.name}
                name={namespace.name}
                detail={`${namespace.system ? 'system, ' : ''}${formatPlural(namespace.services, 'service')}`}
                checked={selected.has(namespace.name)}
                onToggle={toggle}
                onOnly={onChoose}
              />
            ))}
            {shown.length + unknown.length === 0 && (
              <li className="muted sm namespace-none">
                {namespaces.length === 0 ? 'No namespace may be read.' : `No namespace has “${filter}” in its name.`}
              </li>
            )}
          </ul>
          <div className="row namespace-actions">
            <Button look="quiet" size="small" onClick={() => onChoose(undefined)}>
              All but system
            </Button>
            <Button look="quiet" size="small" onClick={() => onChoose('all')}>
              All
            </Button>
            <Button look="quiet" size="small" onClick={() => onChoose([])}>
              None
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function TriggerWords({ choice, chosen }: Pick<NamespacePickerProps, 'choice' | 'chosen'>) {
  if (choice === 'all') return <span className="namespace-names">all</span>;
  if (chosen.length === 0) return <span className="namespace-names">none</span>;
  return (
    <>
      <span className="cut namespace-names" title={chosen.join(', ')}>
        {chosen.slice(0, 2).join(', ')}
      </span>
      {chosen.length > 2 && <span className="tag">+{chosen.length - 2}</span>}
    </>
  );
}

interface NamespaceRowProps {
  readonly name: string;
  readonly detail: string;
  readonly checked: boolean;
  readonly onToggle: (name: string) => void;
  readonly onOnly: (names: readonly string[]) => void;
}

function NamespaceRow({ name, detail, checked, onToggle, onOnly }: NamespaceRowProps) {
  return (
    <li className="namespace-row">
      <label className="checkbox grow">
        <input type="checkbox" checked={checked} onChange={() => onToggle(name)} />
        <span className="grow cut" title={name}>
          {name}
        </span>
        <span className="muted xs nowrap namespace-detail">{detail}</span>
      </label>
      <button type="button" className="namespace-only" aria-label={`Only ${name}`} onClick={() => onOnly([name])}>
        only
      </button>
    </li>
  );
}
