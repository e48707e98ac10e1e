/** The description of the API: OpenAPI with its possible failures, Swagger UI and ReDoc, all served from here. */
@NullMarked
package io.ringkey.web.apidocs;

import org.jspecify.annotations.NullMarked;
