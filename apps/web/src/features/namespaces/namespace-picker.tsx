import type { NamespaceSummary } from '@weir/shared';
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { formatPlural } from '../../lib/format.ts';

export interface NamespacePickerProps {
  readonly namespaces: readonly NamespaceSummary[];
  readonly chosen: readonly string[];
  readonly onChoose: (namespaces: readonly string[]) => void;
}

/** Which namespaces the graph shows. The system's own are there too, apart from the others. */
export function NamespacePicker({ namespaces, chosen, onChoose }: NamespacePickerProps) {
  const [filter, setFilter] = useState('');
  const selected = new Set(chosen);
  const shown = namespaces.filter((namespace) => namespace.name.includes(filter.trim().toLowerCase()));
  const toggle = (name: string) =>
    onChoose(selected.has(name) ? chosen.filter((other) => other !== name) : [...chosen, name].sort());
  const [first, second] = chosen;
  return (
    <Popover.Root onOpenChange={() => setFilter('')}>
      <Popover.Trigger className="context-button">
        <span className="muted">Namespaces</span>
        <span className="cut namespace-names">
          {chosen.length === 0 ? 'none' : [first, second].filter((name) => name !== undefined).join(', ')}
        </span>
        {chosen.length > 2 && <span className="tag">+{chosen.length - 2}</span>}
        <ChevronDown className="icon" size={12} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover namespace-popover" align="start" sideOffset={6} aria-label="Namespaces">
          <div className="field namespace-filter">
            <input
              placeholder="Find a namespace"
              aria-label="Find a namespace"
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
          <ul className="namespace-list">
            {shown.map((namespace) => (
              <li key={namespace.name}>
                <label className="checkbox namespace-row">
                  <input
                    type="checkbox"
                    checked={selected.has(namespace.name)}
                    onChange={() => toggle(namespace.name)}
                  />
                  <span className="grow cut">{namespace.name}</span>
                  <span className="muted xs nowrap">
                    {namespace.system ? 'system · ' : ''}
                    {formatPlural(namespace.services, 'service')}
                  </span>
                </label>
              </li>
            ))}
            {shown.length === 0 && (
              <li className="muted sm namespace-none">No namespace has “{filter}” in its name.</li>
            )}
          </ul>
          <div className="row namespace-actions">
            <button
              type="button"
              className="btn quiet small"
              onClick={() => onChoose(namespaces.filter((item) => !item.system).map((item) => item.name))}
            >
              All but system
            </button>
            <button
              type="button"
              className="btn quiet small"
              onClick={() => onChoose(namespaces.map((item) => item.name))}
            >
              All
            </button>
            <button type="button" className="btn quiet small" onClick={() => onChoose([])}>
              None
            </button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
