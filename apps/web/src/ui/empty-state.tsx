import { Box, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** One sentence of cause, one remedy, one way on (U8). */
export function EmptyState({ icon: Icon = Box, title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty" role="status">
      <span className="disc">
        <Icon className="icon" size={20} aria-hidden="true" />
      </span>
      <h2>{title}</h2>
      {children}
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  );
}
