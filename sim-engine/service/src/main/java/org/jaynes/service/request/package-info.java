/** What clients ask for, as JSON: read strictly, checked against the limits, refused with the field's name. */
@NullMarked
package org.jaynes.service.request;

import org.jspecify.annotations.NullMarked;
