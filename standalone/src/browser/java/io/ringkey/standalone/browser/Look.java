package io.ringkey.standalone.browser;

import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How somebody looks at the pages: with how wide a window, in the light or the dark, in which language. */
record Look(int width, ColorScheme scheme, String language) {

    static final Look DESK = new Look(1440, ColorScheme.LIGHT, "en");
    static final Look PHONE = new Look(360, ColorScheme.DARK, "ru");

    /** Every way, or the two that differ most. */
    static Stream<Look> all() {
        if (!Boolean.getBoolean("ringkey.every-look")) {
            return Stream.of(DESK, PHONE);
        }
        List<Look> looks = new ArrayList<>();
        for (int width : new int[] {1440, 360}) {
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                for (String language : new String[] {"en", "ru"}) {
                    looks.add(new Look(width, scheme, language));
                }
            }
        }
        return looks.stream();
    }

    /** Of words in both languages, those that this reader sees. */
    String says(String english, String russian) {
        return language.equals("en") ? english : russian;
    }

    @Override
    public String toString() {
        return width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + language;
    }
}
