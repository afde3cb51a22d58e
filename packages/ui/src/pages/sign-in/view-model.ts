/** Prints the first password of `admin`, as Argo CD's users do it. */
export const PASSWORD_COMMAND: string =
  'kubectl -n argocd get secret argocd-initial-admin-secret -o jsonpath="{.data.password}" | base64 -d';

/** What to say when signing in was refused. */
export function refusalText(status: number, message: string): string {
  return status === 401 ? "This user and password do not match." : message;
}
