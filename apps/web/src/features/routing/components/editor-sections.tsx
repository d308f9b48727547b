import type { ServiceRouting } from '@weir/shared';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { formatShare } from '../../../lib/format.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { ShareBar } from '../../../ui/share-bar.tsx';
import type { EditorAction, EditorRow } from '../model/editor.ts';
import type { ObservedVersion } from '../model/observed.ts';
import { highestWeight, totalOf } from '../model/shares.ts';
import { DiffView } from './diff-view.tsx';
import { EffectTable } from './effect-table.tsx';
import { FindingList } from './finding-list.tsx';
import { PermissionList } from './permission-list.tsx';
import { Presets } from './presets.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { RouteChooser } from './route-chooser.tsx';
import { ShareRowView } from './share-row.tsx';
import type { useRoutingEditor } from './use-routing-editor.ts';

export interface EditorSectionsProps {
  readonly routing: ServiceRouting;
  readonly editor: ReturnType<typeof useRoutingEditor>;
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly observed: ReadonlyMap<string, ObservedVersion>;
  readonly ratePerSecond: number | undefined;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
}

/** Route, sliders, and the plan under them. Findings that warn stay in sight under every tab. */
export function EditorSections({ routing, editor, placeOf, observed, ratePerSecond, tab, onTab }: EditorSectionsProps) {
  const { state, dispatch, plan, current } = editor;
  const [activeKey, setActiveKey] = useState<string | undefined>(undefined);
  const rows = state.rows;
  const total = totalOf(rows);
  const active = rows.find((row) => row.key === activeKey) ?? rows.at(-1);
  const act = (action: EditorAction) => {
    if ('key' in action) setActiveKey(action.key);
    dispatch(action);
  };
  const shown = current ?? plan.data;
  const findings = editor.ready ? (shown?.findings ?? []) : [];
  const warnings = findings.filter(
    (finding) => finding.severity !== 'info' || finding.needsAcknowledgement || finding.blocking,
  );
  const list = (items: typeof findings) => (
    <FindingList findings={items} acknowledged={editor.acknowledged} onAcknowledge={editor.acknowledge} />
  );
  return (
    <>
      <RouteChooser routing={routing} chosen={state.routeId} onChoose={editor.choose} />
      <section className="dialog-section">
        <div className="row between section-label">
          <span className="strong xs sub">Share per version</span>
          <span className="row">
            <span className="muted xs">Step</span>
            <Segmented
              small
              label="Step"
              value={state.fine ? 'fine' : 'whole'}
              options={[
                { value: 'whole', label: '1 %' },
                { value: 'fine', label: '0.1 %' },
              ]}
              onChange={(value) => dispatch({ type: 'set-fine', fine: value === 'fine' })}
            />
          </span>
        </div>
        <ShareBar
          height={22}
          label={rows.map((row) => `${row.label} ${formatShare(total === 0 ? 0 : row.weight / total)}`).join(', ')}
          parts={rows.map((row) => ({
            key: row.key,
            share: total === 0 ? 0 : row.weight / total,
            version: placeOf(row),
          }))}
        />
        {rows.map((row) => (
          <ShareRowView
            key={row.key}
            row={row}
            index={placeOf(row)}
            total={total}
            highest={highestWeight(rows, row.key)}
            fine={state.fine}
            configured={state.routeId !== null}
            observed={row.version === undefined ? undefined : observed.get(row.version)}
            dispatch={act}
          />
        ))}
        <Presets rows={rows} active={active} dispatch={act} />
        {total !== 100 && total !== 1000 && total > 0 && (
          <p className="muted xs total-words">
            The weights of this route add up to {total}, so each counts as its part of {total}.
            {total < 100 && ' With the first move they become parts of 100.'}
          </p>
        )}
      </section>
      <Tabs.Root className="dialog-section plan-tabs" value={tab} onValueChange={onTab}>
        <Tabs.List className="tabs" aria-label="What applying does">
          <Tabs.Trigger value="effect">Effect</Tabs.Trigger>
          <Tabs.Trigger value="findings">
            Findings <span className="muted">{findings.length}</span>
          </Tabs.Trigger>
          <Tabs.Trigger value="diff">
            Difference <span className="muted">{editor.ready ? (shown?.objects.length ?? '') : 0}</span>
          </Tabs.Trigger>
          <Tabs.Trigger value="permissions">Permissions and dry run</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="effect" className="tab-content">
          <EffectTable rows={rows} total={total} placeOf={placeOf} ratePerSecond={ratePerSecond} observed={observed} />
          {editor.ready &&
            shown?.notes.map((note) => (
              <p key={note} className="sub sm plan-note">
                {note}
              </p>
            ))}
        </Tabs.Content>
        <Tabs.Content value="findings" className="tab-content">
          {findings.length === 0 ? (
            <p className="sub sm">
              {editor.ready ? 'Nothing speaks against this change.' : 'Move a slider to have the change checked.'}
            </p>
          ) : (
            list(findings)
          )}
        </Tabs.Content>
        <Tabs.Content value="diff" className="tab-content">
          <DiffView objects={editor.ready ? (shown?.objects ?? []) : []} />
        </Tabs.Content>
        <Tabs.Content value="permissions" className="tab-content">
          {!editor.ready || shown === undefined ? (
            <p className="sub sm">Move a slider to have the change tried against the API server.</p>
          ) : (
            <PermissionList permissions={shown.permissions} dryRun={shown.dryRun} />
          )}
        </Tabs.Content>
        {tab !== 'findings' && warnings.length > 0 && <div className="standing-findings">{list(warnings)}</div>}
      </Tabs.Root>
      {editor.ready && plan.error !== null && !plan.isFetching && <ProblemNotice error={plan.error} />}
      <section className="dialog-section why">
        <label className="row">
          <span className="strong xs sub">Why</span>
          <span className="field grow">
            <input
              placeholder="Optional, kept with the change"
              maxLength={500}
              value={editor.note}
              onChange={(event) => editor.setNote(event.currentTarget.value)}
            />
          </span>
        </label>
      </section>
    </>
  );
}
