-- On which streams of rules refusals of a number are on record, for whoever asks what happened to the number.
CREATE TABLE command_state.refusal_of_number (
    number_stream uuid NOT NULL REFERENCES command_state.phone_number (stream_id) ON DELETE CASCADE,
    stream_id     uuid NOT NULL,
    PRIMARY KEY (number_stream, stream_id)
);
