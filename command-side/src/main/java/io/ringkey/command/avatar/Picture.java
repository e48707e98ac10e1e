package io.ringkey.command.avatar;

/** A picture that is fit to be kept and shown: square, small, without metadata. Immutable. */
public final class Picture {

    private final String mediaType;
    private final byte[] bytes;

    Picture(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
    }

    /** {@code image/jpeg} or {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** A fresh copy of the file. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
