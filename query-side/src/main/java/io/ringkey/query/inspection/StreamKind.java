package io.ringkey.query.inspection;

import java.util.function.Supplier;

/** What a stream is about. */
enum StreamKind {
    ACCOUNT(AccountFold::new),
    SESSION(SessionFold::new),
    NUMBER(NumberFold::new),
    RULE(RuleFold::new),
    LOOKS(LooksFold::new),
    QUESTION(QuestionFold::new),
    UNKNOWN(StreamFold.Unknown::new);

    private final Supplier<StreamFold> fold;

    StreamKind(Supplier<StreamFold> fold) {
        this.fold = fold;
    }

    /** By the stored name of its first event. */
    static StreamKind of(String begunBy) {
        if (begunBy.startsWith("referral.question-")) {
            return QUESTION;
        }
        return switch (begunBy.substring(0, begunBy.indexOf('.') + 1)) {
            case "account.", "referral." -> ACCOUNT;
            case "session." -> SESSION;
            case "verification.", "delivery." -> NUMBER;
            case "limit." -> RULE;
            case "inspection." -> LOOKS;
            default -> UNKNOWN;
        };
    }

    StreamFold fold() {
        return fold.get();
    }

    /** Whether it is of somebody whom moderators look after, and not of those who look. */
    boolean isOfAPerson() {
        return switch (this) {
            case ACCOUNT, SESSION, NUMBER -> true;
            case RULE, LOOKS, QUESTION, UNKNOWN -> false;
        };
    }
}
