"""Whether the warehouse's file is whole, and how it is written anew."""
