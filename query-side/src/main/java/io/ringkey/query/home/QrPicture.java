package io.ringkey.query.home;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as an SVG draws it.
 *
 * @param size its width and height, with the margin that readers need
 * @param path the dark squares, as the {@code d} of an SVG path
 */
record QrPicture(int size, String path) {

    private static final int MARGIN = 4;

    /** @param text at most a few hundred characters */
    static QrPicture of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(' ')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrPicture(code.size + 2 * MARGIN, path.toString());
    }
}
