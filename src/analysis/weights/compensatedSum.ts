/** Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974: as if summed in twice the digits. */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const total = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - total + value : value - total + this.#sum;
    this.#sum = total;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}
