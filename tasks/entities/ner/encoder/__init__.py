"""A small transformer that scores names where the CRF is not sure: weights, word pieces, scores."""
