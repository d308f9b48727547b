import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert, success: CircleCheck };

/** Something the person should know, where it matters. The icon is the second sign beside the colour. */
export function Notice({
  tone,
  children,
  role,
}: {
  readonly tone: keyof typeof ICONS;
  readonly children: ReactNode;
  readonly role?: 'alert' | 'status';
}) {
  const Icon = ICONS[tone];
  return (
    <div className={`notice ${tone}`} {...(role === undefined ? {} : { role })}>
      <Icon className="icon" size={16} aria-hidden="true" />
      <div className="grow">{children}</div>
    </div>
  );
}
