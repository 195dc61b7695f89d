/** The few words that are this channel's own. */
export const texts = {
  more: "（还有一部分没发完，回复“继续”接着看）",
  queued:
    "已经帮您转人工了，请把问题直接发在这里，工作人员会看到。等的时候我先不说话；不想等了，回复“取消”。",
  leftQueue: "好的，不等了。接着问我，直接说就行。",
};

/** What asks for the rest. */
export const MORE = /^(?:继续|接着看|还有呢)[。.!！~]?$/;
/** What gives up waiting for a human. */
export const GIVES_UP = /^(?:取消|不等了|算了|返回|退出)[吧了。.!！~]*$/;
