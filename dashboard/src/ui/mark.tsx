/** Sluice's mark: a gate between two posts, raised over running water. */
export function Mark({ size = 26 }: { size?: number }) {
  return <img alt="" height={size} src="/mark.svg" width={size} />;
}
