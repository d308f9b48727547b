import { versionClass } from './version-swatch.tsx';

export interface ShareBarProps {
  readonly label: string;
  readonly parts: readonly { readonly key: string; readonly share: number; readonly version: number }[];
  /** Outlined for what is set, filled for what was observed. */
  readonly outlined?: boolean;
  readonly height?: number;
}

/** A split as one bar. Parts without a share take no room. */
export function ShareBar({ label, parts, outlined = false, height = 16 }: ShareBarProps) {
  return (
    <div className={outlined ? 'share-bar outlined' : 'share-bar'} style={{ height }} role="img" aria-label={label}>
      {parts
        .filter((part) => part.share > 0)
        .map((part) => (
          <i
            key={part.key}
            className={outlined ? '' : versionClass(part.version)}
            style={{ flex: `${part.share} 0 0`, ['--outline' as string]: `var(--${versionClass(part.version)})` }}
          />
        ))}
    </div>
  );
}
