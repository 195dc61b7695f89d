/** How the gateway behaves where a test may want it otherwise. */
export interface Switches {
  /** 30 a minute and 1000 an hour in a chat. */
  limitsRates: boolean;
  /** Takes `stream_with_template_card`, which the vendor's page both names and rules out. */
  takesCombined: boolean;
  /** Answers the server's heartbeats. */
  answersPings: boolean;
  /** Sends every callback twice. */
  deliversTwice: boolean;
}

export const asTheVendor = (): Switches => ({
  limitsRates: true,
  takesCombined: false,
  answersPings: true,
  deliversTwice: false,
});
