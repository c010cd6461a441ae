let work = $state<number | null>(null);
let parcels = $state<number | null>(null);

/** The numbers beside the sections; null until somebody who knows has said. */
export const counts = {
  get work(): number | null {
    return work;
  },
  get parcels(): number | null {
    return parcels;
  },
  /** What waits for the reader. */
  knowWork(count: number): void {
    work = count;
  },
  /** All parcels the reader may see, whatever is filtered. */
  knowParcels(count: number): void {
    parcels = count;
  },
  forget(): void {
    work = null;
    parcels = null;
  },
};
