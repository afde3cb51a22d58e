/**
 * Go's `text/template` with Go's `fmt` and the functions of Sprig: text in, text out, as a Go program would write it.
 *
 * Knows neither Helm nor Kubernetes.
 *
 * @module
 */
export {};
