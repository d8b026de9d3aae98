/**
 * A layer goes back to float only where that is faster by more than this, with 95 % confidence: identical models were seen to
 * differ by up to 5 % from process to process.
 */
export const GATE_MARGIN = 0.05;
