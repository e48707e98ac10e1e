package io.ringkey.query.pages;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Objects, as the pages show them. */
final class ShownJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public String show(Object object) {
        return JSON.writeValueAsString(object);
    }
}
