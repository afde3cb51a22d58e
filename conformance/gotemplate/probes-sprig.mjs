export const sprigProbes = [];
