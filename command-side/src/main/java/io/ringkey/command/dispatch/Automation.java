package io.ringkey.command.dispatch;

import java.time.Duration;

/**
 * A processing group of an automation. A bean of this type gives the group its processor: it starts at the newest event
 * the first time it runs, remembers how far it came, and puts an event that its handlers cannot take among the dead
 * letters of the write side.
 *
 * @param group the name in {@code @ProcessingGroup}
 * @param rest how long it rests between looks at the record when commits come thick and fast
 */
public record Automation(String group, Duration rest) {}
