import NotFound from '../not-found'

/** The same words inside the frame, so that the way on is at hand. */
export default NotFound
