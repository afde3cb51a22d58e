export function randomProbes() {
  return [];
}
