/**
 * How often somebody may come. Per person for what they say; per address only for new sessions, since a whole
 * factory may share one. rate-limiter-flexible: kept, small, and its memory store needs nothing beside it.
 */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface Limit {
  /** Counts one; null where it is allowed, else the seconds to wait. */
  take: (key: string) => Promise<number | null>;
}

export function createLimit(points: number, seconds: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    take: async (key) => {
      try {
        await limiter.consume(key);
        return null;
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        throw error;
      }
    },
  };
}
