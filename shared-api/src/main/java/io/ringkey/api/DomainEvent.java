package io.ringkey.api;

/** Something that happened and is kept for good. Every implementation is a record with a {@link StoredName}. */
public interface DomainEvent {}
