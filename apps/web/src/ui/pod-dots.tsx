/** One dot a pod, hollow when not ready; a figure where there are too many to count at a glance. */
export function PodDots({ ready, total }: { readonly ready: number; readonly total: number }) {
  if (total > 8) return null;
  return (
    <span className="pod-dots" aria-hidden="true">
      {Array.from({ length: total }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity.
        <i key={index} className={index < ready ? '' : 'not-ready'} />
      ))}
    </span>
  );
}
