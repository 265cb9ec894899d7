"""What each page does: a plain function from a site and a request to a response, a module for each part of the site."""
