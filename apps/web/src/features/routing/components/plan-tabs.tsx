import { Tabs } from 'radix-ui';
import { standingFindings } from '../model/apply-obstacle.ts';
import { totalOf } from '../model/shares.ts';
import { DiffView } from './diff-view.tsx';
import type { EditorSectionsProps } from './editor-sections-props.ts';
import { EffectTable } from './effect-table.tsx';
import { FindingList } from './finding-list.tsx';
import { PermissionList } from './permission-list.tsx';

/** What applying does (W7). Findings that warn stay in sight under every tab. */
export function PlanTabs({ editor, placeOf, ratePerSecond, observed, tab, onTab }: EditorSectionsProps) {
  const { rows } = editor.state;
  const { shown } = editor.plan;
  const findings = shown?.findings ?? [];
  const standing = standingFindings(shown);
  const list = (items: typeof findings) => (
    <FindingList findings={items} acknowledged={editor.acknowledged} onAcknowledge={editor.acknowledge} />
  );
  const first = editor.ready ? 'The plan is being made.' : 'Move a slider to have the change planned.';
  return (
    <Tabs.Root className="dialog-section plan-tabs" value={tab} onValueChange={onTab}>
      <Tabs.List className="tabs" aria-label="What applying does">
        <Tabs.Trigger value="effect">Effect</Tabs.Trigger>
        <Tabs.Trigger value="findings">
          Findings <Count of={shown?.findings.length} />
        </Tabs.Trigger>
        <Tabs.Trigger value="diff">
          Difference <Count of={shown?.objects.length} />
        </Tabs.Trigger>
        <Tabs.Trigger value="permissions">Permissions and dry run</Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="effect" className="tab-content">
        <EffectTable
          rows={rows}
          total={totalOf(rows)}
          placeOf={placeOf}
          ratePerSecond={ratePerSecond}
          observed={observed}
        />
        {shown?.notes.map((note) => (
          <p key={note} className="sub sm plan-note">
            {note}
          </p>
        ))}
      </Tabs.Content>
      <Tabs.Content value="findings" className="tab-content">
        {findings.length > 0 ? (
          list(findings)
        ) : (
          <p className="sub sm">{shown === undefined ? first : 'Nothing speaks against this change.'}</p>
        )}
      </Tabs.Content>
      <Tabs.Content value="diff" className="tab-content">
        {shown === undefined ? <p className="sub sm">{first}</p> : <DiffView objects={shown.objects} />}
      </Tabs.Content>
      <Tabs.Content value="permissions" className="tab-content">
        {shown === undefined ? (
          <p className="sub sm">{first}</p>
        ) : (
          <PermissionList permissions={shown.permissions} dryRun={shown.dryRun} />
        )}
      </Tabs.Content>
      {tab !== 'findings' && standing.length > 0 && <div className="standing-findings">{list(standing)}</div>}
    </Tabs.Root>
  );
}

/** Keeps its room while a figure is not known, so that nothing moves when it comes. */
const Count = ({ of }: { readonly of: number | undefined }) => <span className="muted tab-count">{of ?? ''}</span>;
