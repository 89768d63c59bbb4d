/** Where the elements of a repeated field stand on the wire. More than are kept are only counted. */
export class PlaceList {
  count = 0
  dropped = 0
  private readonly places: Int32Array

  constructor(private readonly max: number) {
    this.places = new Int32Array(max * 2)
  }

  clear(): void {
    this.count = 0
    this.dropped = 0
  }

  add(start: number, end: number): void {
    if (this.count === this.max) {
      this.dropped++
      return
    }
    this.places[this.count * 2] = start
    this.places[this.count * 2 + 1] = end
    this.count++
  }

  startOf(k: number): number {
    return this.places[k * 2] ?? 0
  }

  endOf(k: number): number {
    return this.places[k * 2 + 1] ?? 0
  }
}
