import type { GraphType } from '@weir/shared';
import { ChevronDown, CircleHelp, Download, Eye, Link2, Search } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { formatPlural, formatWindow } from '../../../lib/format.ts';
import { EDGE_LABELS, type EdgeLabels, type ViewState, WINDOWS_SECONDS } from '../../../lib/view-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { SelectMenu } from '../../../ui/select-menu.tsx';

export interface GraphToolbarProps {
  readonly view: ViewState;
  readonly onChange: (change: Partial<ViewState>) => void;
  /** How many nodes were found; undefined while nothing is looked for. */
  readonly found: number | undefined;
  readonly onFindNext: () => void;
  readonly onExport: () => void;
  readonly onCopyLink: () => void;
  readonly onHelp: () => void;
}

const TYPE_OPTIONS: readonly { readonly value: GraphType; readonly label: string }[] = [
  { value: 'app', label: 'App' },
  { value: 'versionedApp', label: 'Versioned app' },
  { value: 'workload', label: 'Workload' },
  { value: 'service', label: 'Service' },
];
const LABEL_WORDS: Readonly<Record<EdgeLabels, string>> = {
  share: 'Share and rate',
  rate: 'Rate',
  errors: 'Errors',
  none: 'None',
};

/** What the graph shows and how. Everything here is in the URL (U6). */
export function GraphToolbar(props: GraphToolbarProps) {
  const { view, onChange, onExport, onCopyLink, onHelp } = props;
  return (
    <div className="toolbar" role="toolbar" aria-label="Graph">
      <Segmented label="Graph type" value={view.type} options={TYPE_OPTIONS} onChange={(type) => onChange({ type })} />
      <span className="divider" />
      <SelectMenu
        label="Labels"
        value={view.labels}
        options={EDGE_LABELS.map((value) => ({ value, label: LABEL_WORDS[value] }))}
        onChange={(labels) => onChange({ labels })}
      />
      <SelectMenu
        label="Last"
        value={String(view.windowSeconds)}
        options={[...new Set([...WINDOWS_SECONDS, view.windowSeconds])]
          .sort((a, b) => a - b)
          .map((seconds) => ({ value: String(seconds), label: formatWindow(seconds) }))}
        onChange={(seconds) => onChange({ windowSeconds: Number(seconds) })}
      />
      <DisplayMenu view={view} onChange={onChange} />
      <span className="divider" />
      <FindField {...props} />
      <span className="grow" />
      <Segmented
        label="View"
        value={view.view}
        options={[
          { value: 'graph', label: 'Graph' },
          { value: 'table', label: 'Table' },
        ]}
        onChange={(next) => onChange({ view: next })}
      />
      <Button
        look="quiet"
        square
        aria-label="Export as PNG"
        title="Export as PNG"
        obstacle={view.view === 'table' ? 'Export as PNG: switch to the graph first' : undefined}
        onClick={onExport}
      >
        <Download className="icon" size={16} aria-hidden="true" />
      </Button>
      <Button look="quiet" square aria-label="Copy link" title="Copy a link to this picture" onClick={onCopyLink}>
        <Link2 className="icon" size={16} aria-hidden="true" />
      </Button>
      <Button look="quiet" square aria-label="Keys and legend" title="Keys and legend (?)" onClick={onHelp}>
        <CircleHelp className="icon" size={16} aria-hidden="true" />
      </Button>
    </div>
  );
}

function DisplayMenu({ view, onChange }: Pick<GraphToolbarProps, 'view' | 'onChange'>) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn">
        <Eye className="icon" size={14} aria-hidden="true" />
        Display
        <ChevronDown className="icon" size={12} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={6}>
          <Toggle label="Idle services and workloads" checked={view.idle} onChange={(idle) => onChange({ idle })} />
          <Toggle
            label="Services with one version as one card"
            checked={view.docked}
            onChange={(docked) => onChange({ docked })}
          />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function FindField({ view, onChange, found, onFindNext }: GraphToolbarProps) {
  return (
    <label className="find field" data-none={found === 0}>
      <Search className="icon muted" size={13} aria-hidden="true" />
      <input
        id="find"
        type="search"
        placeholder="Find by name, as staff or default/reviews"
        aria-label="Find in the graph"
        autoComplete="off"
        value={view.find}
        onChange={(event) => onChange({ find: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFindNext();
          if (event.key !== 'Escape') return;
          if (view.find === '') event.currentTarget.blur();
          onChange({ find: '' });
        }}
      />
      {found === undefined ? (
        <span className="kbd" aria-hidden="true">
          /
        </span>
      ) : (
        <span className="muted xs nowrap" role="status">
          {found === 0 ? 'none found' : formatPlural(found, 'node')}
        </span>
      )}
    </label>
  );
}

function Toggle({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="check-slot">
        <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
      </span>
      {label}
    </DropdownMenu.CheckboxItem>
  );
}
