/**
 * What is sold. A model is one JSON descriptor; from it follow the check of an input, its defaults,
 * its price and its pixels, so that adding a model needs no Java (format: {@code models/README.md}
 * among the resources). Pure after start-up: nothing here does IO once the catalog is loaded.
 *
 * <p>May use: credit, and config for its settings. Read first: {@link
 * darkroom.catalog.ModelCatalog}, then {@link darkroom.catalog.Model}.
 */
@NullMarked
package darkroom.catalog;

import org.jspecify.annotations.NullMarked;
