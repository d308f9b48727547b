import type { GraphNode } from '@weir/shared';
import { ChevronRight, SlidersHorizontal, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { HealthChip } from '../../../ui/health-mark.tsx';

export interface PanelHeadProps {
  readonly kind: string;
  readonly place?: string;
  readonly title: ReactNode;
  readonly health: GraphNode['health'];
  /** Whether the actions are what the person most likely wants here. */
  readonly primary: boolean;
  readonly onActions: (at: { readonly x: number; readonly y: number }) => void;
  readonly onClose: () => void;
}

/** What is selected, how it is, why, and what can be done. */
export function PanelHead({ kind, place = '', title, health, primary, onActions, onClose }: PanelHeadProps) {
  return (
    <header className="panel-head">
      <div className="row between">
        <span className="crumb">
          {kind}
          {place !== '' && (
            <>
              <ChevronRight className="icon" size={12} aria-hidden="true" />
              <span className="cut" title={place}>
                {place}
              </span>
            </>
          )}
        </span>
        <CloseButton onClose={onClose} />
      </div>
      <h1>{title}</h1>
      <div className="row between panel-state">
        <HealthChip state={health.state} />
        <Button
          look={primary ? 'primary' : 'normal'}
          aria-haspopup="menu"
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            onActions({ x: box.left, y: box.bottom + 2 });
          }}
        >
          <SlidersHorizontal className="icon" size={14} aria-hidden="true" />
          Actions
        </Button>
      </div>
      {health.reasons.map((reason) => (
        <p key={reason} className="sub sm">
          {reason}
        </p>
      ))}
    </header>
  );
}

export const CloseButton = ({ onClose }: Pick<PanelHeadProps, 'onClose'>) => (
  <Button look="quiet" size="small" square aria-label="Close details" title="Close details" onClick={onClose}>
    <X className="icon" size={16} aria-hidden="true" />
  </Button>
);
