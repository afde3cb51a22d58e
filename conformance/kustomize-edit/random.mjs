export async function randomCases() {}
