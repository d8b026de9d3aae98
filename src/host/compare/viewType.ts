/** What the tab of two models is to VS Code, also in the manifest's activation events. */
export const COMPARE_VIEW_TYPE = 'modelLathe.compare';
