export type HealthStatus = "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";

export interface ObjectHealth {
  status: HealthStatus;
  message?: string;
}
