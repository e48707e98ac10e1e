package io.ringkey.query.referral;

import io.ringkey.query.referral.ReferralTree.Person;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A part of the tree as a picture: a line for each person, indented by where they stand, those above first. It is narrow
 * enough for a telephone.
 *
 * @param rows what stands in the lines, from above
 * @param links from each person to those whom they brought, as paths
 * @param width in units of the picture
 * @param height in the same
 */
record TreePicture(List<Row> rows, List<String> links, int width, int height) {

    static final int WIDTH = 360;

    private static final int LINE = 36;
    private static final int INDENT = 18;
    private static final int LEFT = 16;
    private static final int SMALLEST = 5;
    private static final int LARGEST = 11;

    /**
     * A line.
     *
     * @param person {@code null} for those who are left out
     * @param omitted how many are left out in this place; of some it is not known, and then it is 0
     * @param isFocus whether it is whom the picture is about
     * @param isBelow whether they stand below that person
     * @param toggle where the picture is with those below this one, or without them; {@code null} if there are none
     * @param open whether they are there
     * @param x where the person's dot is
     * @param y likewise
     * @param size of the dot, which grows with how many they brought
     */
    record Row(
            @Nullable Person person,
            long omitted,
            boolean isFocus,
            boolean isBelow,
            @Nullable String toggle,
            boolean open,
            int x,
            int y,
            int size) {

        /** Where what is written begins. */
        public int textX() {
            return x + LARGEST + 7;
        }

        /** A little lower than the dot's middle, so that text stands beside it. */
        public int textY() {
            return y + 5;
        }
    }

    /** Draws pictures. Not thread-safe: one for each. */
    static final class Drawing {

        private final UriComponentsBuilder path;
        private final Set<UUID> open;
        private final List<Row> rows = new ArrayList<>();
        private final List<String> links = new ArrayList<>();

        /**
         * @param path of the page that shows the picture, with its conditions
         * @param open whose people are to be seen
         */
        Drawing(String path, Set<UUID> open) {
            this.path = UriComponentsBuilder.fromUriString(path);
            this.open = open;
        }

        boolean isOpen(Person person) {
            return open.contains(person.userId());
        }

        /** A person above whom the picture is about; they stand one below the other. */
        void above(Person person) {
            add(person, 0, false, false, null, false, rows.size(), rows.size() - 1);
        }

        /** Those between two who are above. */
        void leftOutAbove(int people) {
            add(null, people, false, false, null, false, rows.size(), rows.size() - 1);
        }

        /** Whom it is about. Answers their line. */
        int focus(Person person) {
            return add(person, 0, true, false, null, false, rows.size(), rows.size() - 1);
        }

        /** Somebody below the person of a line. Answers their own line. */
        int below(Person person, int parent) {
            boolean isOpen = isOpen(person);
            return add(
                    person,
                    0,
                    false,
                    true,
                    person.referralsTotal() > 0 ? toggled(person.userId(), isOpen) : null,
                    isOpen,
                    indentOf(parent) + 1,
                    parent);
        }

        /** Those below the person of a line who are not shown. */
        void leftOutBelow(long people, int parent) {
            add(null, people, false, true, null, false, indentOf(parent) + 1, parent);
        }

        TreePicture picture() {
            return new TreePicture(List.copyOf(rows), List.copyOf(links), WIDTH, rows.size() * LINE);
        }

        private int add(
                @Nullable Person person,
                long omitted,
                boolean isFocus,
                boolean isBelow,
                @Nullable String toggle,
                boolean isOpen,
                int indent,
                int parent) {
            int x = LEFT + indent * INDENT;
            int y = rows.size() * LINE + LINE / 2;
            if (parent >= 0) {
                Row from = rows.get(parent);
                links.add(String.format(Locale.ROOT, "M%d %dV%dH%d", from.x(), from.y(), y, x));
            }
            rows.add(new Row(
                    person, omitted, isFocus, isBelow, toggle, isOpen, x, y, person == null ? 2 : size(person)));
            return rows.size() - 1;
        }

        private int indentOf(int row) {
            return (rows.get(row).x() - LEFT) / INDENT;
        }

        private String toggled(UUID person, boolean isOpen) {
            var others = new LinkedHashSet<>(open);
            if (isOpen) {
                others.remove(person);
            } else {
                others.add(person);
            }
            String ids = others.stream().map(UUID::toString).collect(Collectors.joining(","));
            return path.cloneBuilder()
                    .queryParamIfPresent("open", Optional.of(ids).filter(some -> !some.isEmpty()))
                    .toUriString();
        }

        private static int size(Person person) {
            return Math.min(LARGEST, SMALLEST + (int) Math.round(Math.log10(1.0 + person.referralsTotal()) * 2));
        }
    }
}
