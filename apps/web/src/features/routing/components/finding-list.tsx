import type { Finding } from '@weir/shared';
import { Notice } from '../../../ui/notice.tsx';

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly acknowledged: ReadonlySet<string>;
  readonly onAcknowledge: (id: string, chosen: boolean) => void;
}

/** Findings in words; one that needs an explicit choice has its box here, and nowhere else. */
export function FindingList({ findings, acknowledged, onAcknowledge }: FindingListProps) {
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={finding.id} data-finding={finding.rule}>
          <Notice tone={finding.severity}>
            <b>{finding.title}.</b> {finding.message}{' '}
            {finding.remedy !== '' && <span className="sub">{finding.remedy}</span>}
            {finding.blocking && <div className="strong finding-blocks">This blocks applying.</div>}
            {finding.needsAcknowledgement && (
              <label className="checkbox finding-choice">
                <input
                  type="checkbox"
                  checked={acknowledged.has(finding.id)}
                  onChange={(event) => onAcknowledge(finding.id, event.currentTarget.checked)}
                />
                Apply anyway. I know what this means.
              </label>
            )}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
