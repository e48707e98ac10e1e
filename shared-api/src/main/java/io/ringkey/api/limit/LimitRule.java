package io.ringkey.api.limit;

/** The rules by which a call can be refused. */
public enum LimitRule {
    /** Messages to one number, for one class of devices. */
    NUMBER_SENDS,
    /** Numbers that one address has messages sent to; of IPv6 a /64 counts as one. */
    ADDRESS_NUMBERS,
    /** Messages to numbers that share all but their last four digits. */
    PREFIX_SENDS,
    /** Such a block of numbers where hardly anybody gives the code back. */
    PREFIX_CONVERSION,
    /** Countries that nothing is sent to. */
    COUNTRY,
    /** Messages of a day, to all numbers. */
    DAY_SENDS,
    /** Wrong codes of a day at codes below six digits, of all numbers together. */
    SPRAYED_SHORT_CODES,
    /** Wrong codes of a day at codes of six and seven digits, of all numbers together. */
    SPRAYED_SIX_DIGITS,
    /** Wrong invite codes of a day, of one person. */
    WRONG_INVITES
}
